//: [title]
//: it = "Storie"
//: en = "Stories"
//: [description]
//: it = "Il gol di un ex e ciò che ha scatenato: esultanza, pubblico, liti."
//: en = "A former player's goal and what it set off: celebration, crowd, confrontation."
//: [parameters.player]
//: type = "person"
//: it = "giocatore"
//: en = "player"
//: [parameters.club]
//: type = "club"
//: it = "ex squadra"
//: en = "former club"
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
//: former_club = "text"
//: reaction = "text"
//: who = "text"
//: other = "text"
//: gesture = "text"
//: words = "text"

MATCH (p:Person)-[:DID]->(g:Incident)-[:AGAINST_FORMER]->(f:Club)
WHERE g.kind IN ['goal', 'penalty_goal'] AND ($player IS NULL OR p.id IN $player) AND ($club IS NULL OR f.id IN $club)
MATCH (i:Incident)-[:IN_RESPONSE_TO*1..10]->(g)
OPTIONAL MATCH (w:Person)-[:DID]->(i)
OPTIONAL MATCH (i)-[:INVOLVED]->(o:Person)
OPTIONAL MATCH (g)-[:IN_FIXTURE]->(m:Fixture)
OPTIONAL MATCH (g)-[:IN_FIXTURE]->(:Fixture)-[:HOME]->(h:Club)
OPTIONAL MATCH (g)-[:IN_FIXTURE]->(:Fixture)-[:AWAY]->(a:Club)
OPTIONAL MATCH (i)<-[:ABOUT]-(k:Claim)-[:IN_ARTICLE]->(s:Article)
WITH g, f, i, min(toString(m.date)) AS date,
  min(CASE WHEN m IS NULL THEN null ELSE coalesce(h.name, '?') + '-' + coalesce(a.name, '?') END) AS fixture,
  min(p.name) AS player, min(w.name) AS who, min(o.name) AS other, min(s.id + '\t' + coalesce(k.quote, '')) AS said
WHERE ($from IS NULL OR left($from, size(date)) <= date) AND ($to IS NULL OR left(date, size($to)) <= $to)
RETURN date, fixture, g.minute AS minute, player, f.name AS former_club, i.kind AS reaction, who, other,
  i.gesture AS gesture, split(said, '\t')[1] AS words
ORDER BY coalesce(date, ''), coalesce(fixture, ''), coalesce(minute, -1), player, former_club, g.id, reaction, i.id
