-- scope: plumbing
CREATE TABLE search_index (
    id BIGINT PRIMARY KEY,
    words TSVECTOR NOT NULL
);
CREATE INDEX search_index_words ON search_index USING gin (words) WITH (fastupdate = off);
