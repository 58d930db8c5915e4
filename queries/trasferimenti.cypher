//: [title]
//: it = "Trasferimenti"
//: en = "Transfers"
//: [description]
//: it = "I trasferimenti come li dice ogni articolo, con la certezza: done, agreed, talks, rumour, denied."
//: en = "Transfers as each article tells them, with the certainty: done, agreed, talks, rumour, denied."
//: [parameters.player]
//: type = "person"
//: it = "giocatore"
//: en = "player"
//: [parameters.club]
//: type = "club"
//: it = "squadra"
//: en = "club"
//: [parameters.certainty]
//: type = "text"
//: values = ["done", "agreed", "talks", "rumour", "denied"]
//: it = "certezza: done, agreed, talks, rumour, denied"
//: en = "certainty: done, agreed, talks, rumour, denied"
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
//: player = "text"
//: origin = "text"
//: destination = "text"
//: kind = "text"
//: fee = "number"
//: certainty = "text"
//: article = "article"
//: words = "text"

MATCH (p:Person)<-[:OF]-(t:Transfer)<-[:ABOUT]-(k:Claim)-[:IN_ARTICLE]->(s:Article)
WHERE ($player IS NULL OR p.id IN $player) AND ($certainty IS NULL OR k.certainty = $certainty)
OPTIONAL MATCH (t)-[:FROM_CLUB]->(a:Club)
OPTIONAL MATCH (t)-[:TO_CLUB]->(b:Club)
WITH p, k, s, a, b, toString(s.published) AS date
WHERE ($club IS NULL OR a.id IN $club OR b.id IN $club)
  AND ($from IS NULL OR left($from, size(date)) <= date) AND ($to IS NULL OR left(date, size($to)) <= $to)
WITH k, min(date) AS date, min(p.name) AS player, min(a.name) AS origin, min(b.name) AS destination,
  min(s.id) AS article
RETURN date, player, origin, destination, k.kind AS kind, k.fee_meur AS fee, k.certainty AS certainty, article,
  k.quote AS words
ORDER BY coalesce(date, ''), player, coalesce(origin, ''), coalesce(destination, ''), certainty, k.id
