//: [title]
//: it = "Fischi"
//: en = "Former fans"
//: [description]
//: it = "I giocatori secondo le reazioni dei tifosi della loro ex squadra: fischi, insulti, applausi."
//: en = "Players by how the fans of their former club received them: whistles, insults, applause."
//: [parameters.player]
//: type = "person"
//: it = "giocatore"
//: en = "player"
//: [parameters.club]
//: type = "club"
//: it = "tifosi di"
//: en = "fans of"
//: [parameters.from]
//: type = "date"
//: it = "dalla data (AAAA, AAAA-MM o AAAA-MM-GG)"
//: en = "from this date (YYYY, YYYY-MM or YYYY-MM-DD)"
//: [parameters.to]
//: type = "date"
//: it = "fino alla data"
//: en = "up to this date"
//: [columns]
//: player = "text"
//: fans = "text"
//: reactions = "integer"
//: first = "text"
//: last = "text"
//: articles = "integer"
//: words = "text"

MATCH (p:Person)-[:DID]->(i:Incident {kind: 'crowd_reaction'})-[:AGAINST_FORMER]->(f:Club)
WHERE ($player IS NULL OR p.id IN $player) AND ($club IS NULL OR f.id IN $club)
OPTIONAL MATCH (i)-[:IN_FIXTURE]->(m:Fixture)
WITH p, f, i, toString(m.date) AS date
WHERE ($from IS NULL OR left($from, size(date)) <= date) AND ($to IS NULL OR left(date, size($to)) <= $to)
OPTIONAL MATCH (i)<-[:ABOUT]-(k:Claim)-[:IN_ARTICLE]->(s:Article)
WITH p, f, count(DISTINCT i) AS reactions, min(date) AS first, max(date) AS last,
  count(DISTINCT s.id) AS articles, min(s.id + '\t' + coalesce(k.quote, '')) AS said
RETURN p.name AS player, f.name AS fans, reactions, first, last, articles, split(said, '\t')[1] AS words
ORDER BY reactions DESC, player, fans, p.id
