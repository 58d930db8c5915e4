//: [title]
//: it = "Compagni"
//: en = "Team-mates"
//: [description]
//: it = "Chi è stato compagno di squadra di un giocatore: per date che si sovrappongono, o perché un articolo dice entrambi in rosa."
//: en = "Who was a player's team-mate: by spells that overlap, or because one article has both in the squad."
//: [parameters.player]
//: type = "person"
//: required = true
//: it = "giocatore"
//: en = "player"
//: [parameters.club]
//: type = "club"
//: it = "squadra"
//: en = "club"
//: [columns]
//: player = "text"
//: mate = "text"
//: club = "text"
//: since = "text"
//: until = "text"
//: articles = "integer"

MATCH (p:Person)-[:HAD_SPELL]->(x:Spell)-[:AT]->(c:Club)<-[:AT]-(y:Spell)<-[:HAD_SPELL]-(q:Person)
WHERE p.id IN $player AND q.id <> p.id AND x.capacity = 'player' AND y.capacity = 'player'
  AND ($club IS NULL OR c.id IN $club)
OPTIONAL MATCH (x)<-[:ABOUT]-(j:Claim)-[:IN_ARTICLE]->(s:Article)<-[:IN_ARTICLE]-(k:Claim)-[:ABOUT]->(y)
WHERE j.spell_status = 'current' AND k.spell_status = 'current'
WITH p, q, c, toString(x.since) AS start, toString(y.since) AS begin, coalesce(toString(x.until), '9999') AS stop,
  coalesce(toString(y.until), '9999') AS finish, s.id AS source
WITH p, q, c, source, start, begin, CASE WHEN start > begin THEN start ELSE begin END AS since,
  CASE WHEN stop < finish THEN stop ELSE finish END AS last
WITH p, q, c, source, since, last,
  coalesce(start IS NOT NULL AND begin IS NOT NULL
    AND (left(since, 4) < left(last, 4) OR left(start, 4) = left(begin, 4)), false) AS dated
WHERE dated OR source IS NOT NULL
WITH p, q, c, min(CASE WHEN dated THEN since END) AS since,
  max(CASE WHEN dated AND last <> '9999' THEN last END) AS until, count(DISTINCT source) AS articles
RETURN p.name AS player, q.name AS mate, c.name AS club, since, until, articles
ORDER BY player, mate, club, p.id, q.id, c.id
