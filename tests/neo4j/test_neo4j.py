def test_x(neo4j_login):
    print(neo4j_login)
    assert "secret" not in repr(neo4j_login)
