//: [title]
//: it = "Non esulta"
//: en = "Muted celebrations"
//: [description]
//: it = "Chi non ha esultato dopo un gol, contro chi, e se era un ex."
//: en = "Who did not celebrate a goal, against whom, and whether he was a former player."
//: [parameters.player]
//: type = "person"
//: it = "giocatore"
//: en = "player"
//: [parameters.club]
//: type = "club"
//: it = "avversaria"
//: en = "opponent"
//: [parameters.from]
//: type = "date"
//: it = "dalla data (AAAA, AAAA-MM o AAAA-MM-GG)"
//: en = "from this date (YYYY, YYYY-MM or YYYY-MM-DD)"
//: [parameters.to]
//: type = "date"
//: it = "fino alla data"
//: en = "up to this date"
//: [columns]
//: date = "text"
//: fixture = "text"
//: minute = "integer"
//: player = "text"
//: club = "text"
//: opponent = "text"
//: ex = "boolean"
//: articles = "integer"
//: words = "text"

MATCH (p:Person)-[:DID]->(i:Incident {kind: 'muted_celebration'})
WHERE $player IS NULL OR p.id IN $player
OPTIONAL MATCH (i)-[:AGAINST_CLUB]->(v:Club)
WITH p, i, v
WHERE $club IS NULL OR v.id IN $club
OPTIONAL MATCH (i)-[:FOR_CLUB]->(c:Club)
OPTIONAL MATCH (i)-[:IN_FIXTURE]->(m:Fixture)
OPTIONAL MATCH (i)-[:IN_FIXTURE]->(:Fixture)-[:HOME]->(h:Club)
OPTIONAL MATCH (i)-[:IN_FIXTURE]->(:Fixture)-[:AWAY]->(a:Club)
OPTIONAL MATCH (i)<-[:ABOUT]-(k:Claim)-[:IN_ARTICLE]->(s:Article)
WITH i, min(toString(m.date)) AS date,
  min(CASE WHEN m IS NULL THEN null ELSE coalesce(h.name, '?') + '-' + coalesce(a.name, '?') END) AS fixture,
  min(p.name) AS player, min(c.name) AS club, min(v.name) AS opponent,
  count(DISTINCT s.id) AS articles, min(s.id + '\t' + coalesce(k.quote, '')) AS said
WHERE ($from IS NULL OR left($from, size(date)) <= date) AND ($to IS NULL OR left(date, size($to)) <= $to)
RETURN date, fixture, i.minute AS minute, player, club, opponent, i.ex_player AS ex, articles,
  split(said, '\t')[1] AS words
ORDER BY coalesce(date, ''), coalesce(fixture, ''), coalesce(minute, -1), player, i.id
