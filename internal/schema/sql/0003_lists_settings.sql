-- What may be chosen, and how the installation is set.

-- A version for each value that nodes keep in memory; whoever changes the value adds 1.
-- scope: plumbing
CREATE TABLE caches (
    topic TEXT PRIMARY KEY,
    version BIGINT NOT NULL
);

-- The values of all lists. Ids are given per list: built-in rows have the same
-- id in every installation, and 0 always means "none".
-- scope: global
CREATE TABLE list_items (
    list TEXT NOT NULL,
    id BIGINT NOT NULL,
    code TEXT NOT NULL DEFAULT '', -- of a built-in row
    name TEXT NOT NULL DEFAULT '', -- the label where a language has none of its own
    label_fr TEXT NOT NULL DEFAULT '',
    label_en TEXT NOT NULL DEFAULT '',
    label_es TEXT NOT NULL DEFAULT '',
    label_de TEXT NOT NULL DEFAULT '',
    name_fold TEXT NOT NULL,
    parent_id BIGINT NOT NULL DEFAULT 0, -- the category of a subcategory
    rank BIGINT NOT NULL DEFAULT 0,
    tone TEXT NOT NULL DEFAULT '',
    closed BOOLEAN NOT NULL DEFAULT FALSE,
    todo BOOLEAN NOT NULL DEFAULT FALSE,
    minutes BIGINT NOT NULL DEFAULT 0,
    entity_id BIGINT NOT NULL DEFAULT 0, -- 0: everywhere
    recursive BOOLEAN NOT NULL DEFAULT FALSE,
    builtin BOOLEAN NOT NULL DEFAULT FALSE,
    disabled BOOLEAN NOT NULL DEFAULT FALSE,
    details TEXT NOT NULL DEFAULT '{}', -- the columns that only some lists have
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (list, id)
) CLUSTERED;
CREATE UNIQUE INDEX list_items_name ON list_items (list, parent_id, entity_id, name_fold);

-- The last id given in each list, so that none is given twice.
-- scope: plumbing
CREATE TABLE list_ids (
    list TEXT PRIMARY KEY,
    last_id BIGINT NOT NULL
);

-- Only what differs from the built-in default has a row.
-- scope: global
CREATE TABLE settings (
    key TEXT NOT NULL,
    entity_id BIGINT NOT NULL DEFAULT 0, -- 0: the whole installation
    lang TEXT NOT NULL DEFAULT '', -- of a text per language
    value TEXT NOT NULL, -- a secret is sealed
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (key, entity_id, lang)
) CLUSTERED;
