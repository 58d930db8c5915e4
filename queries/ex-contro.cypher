//: [title]
//: it = "Ex contro"
//: en = "Former players against"
//: [description]
//: it = "Tutto ciò che gli ex hanno fatto o subito contro la loro squadra di una volta: gol, rigori, cartellini, fischi."
//: en = "Everything former players did or met against the club they had left: goals, penalties, cards, whistles."
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
//: kind = "text"
//: player = "text"
//: club = "text"
//: former_club = "text"
//: years = "integer"
//: other = "text"
//: articles = "integer"
//: words = "text"

MATCH (p:Person)-[:DID]->(i:Incident)-[x:AGAINST_FORMER]->(f:Club)
WHERE ($player IS NULL OR p.id IN $player) AND ($club IS NULL OR f.id IN $club)
OPTIONAL MATCH (i)-[:FOR_CLUB]->(c:Club)
OPTIONAL MATCH (i)-[:INVOLVED]->(o:Person)
OPTIONAL MATCH (i)-[:IN_FIXTURE]->(m:Fixture)
OPTIONAL MATCH (i)-[:IN_FIXTURE]->(:Fixture)-[:HOME]->(h:Club)
OPTIONAL MATCH (i)-[:IN_FIXTURE]->(:Fixture)-[:AWAY]->(a:Club)
OPTIONAL MATCH (i)<-[:ABOUT]-(k:Claim)-[:IN_ARTICLE]->(s:Article)
WITH i, f, min(toString(m.date)) AS date,
  min(CASE WHEN m IS NULL THEN null ELSE coalesce(h.name, '?') + '-' + coalesce(a.name, '?') END) AS fixture,
  min(p.name) AS player, min(c.name) AS club, min(x.years) AS years, min(o.name) AS other,
  count(DISTINCT s.id) AS articles, min(s.id + '\t' + coalesce(k.quote, '')) AS said
WHERE ($from IS NULL OR left($from, size(date)) <= date) AND ($to IS NULL OR left(date, size($to)) <= $to)
RETURN date, fixture, i.minute AS minute, i.kind AS kind, player, club, f.name AS former_club, years, other,
  articles, split(said, '\t')[1] AS words
ORDER BY coalesce(date, ''), coalesce(fixture, ''), coalesce(minute, -1), kind, player, former_club, i.id
