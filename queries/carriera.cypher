//: [title]
//: it = "Carriera"
//: en = "Career"
//: [description]
//: it = "Le tappe di una persona in ordine di tempo, con le parole e l'articolo che le dicono."
//: en = "The spells of a person in time order, with the words and the article that say so."
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
//: since = "text"
//: until = "text"
//: club = "text"
//: capacity = "text"
//: status = "text"
//: article = "article"
//: words = "text"

MATCH (p:Person)-[:HAD_SPELL]->(t:Spell)-[:AT]->(c:Club)
WHERE p.id IN $player AND ($club IS NULL OR c.id IN $club)
OPTIONAL MATCH (t)<-[:ABOUT]-(k:Claim)-[:IN_ARTICLE]->(s:Article)
WITH t, s.id AS article, min(p.name) AS player, min(c.name) AS club, min(k.spell_status) AS status,
  min(k.quote) AS words
RETURN player, toString(t.since) AS since, toString(t.until) AS until, club, t.capacity AS capacity, status, article,
  words
ORDER BY player, coalesce(since, ''), coalesce(until, '9999'), club, t.id, coalesce(article, '')
