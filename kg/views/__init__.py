"""What people see: graph pages, drawings, cards. Every function here takes data and returns data or text."""
