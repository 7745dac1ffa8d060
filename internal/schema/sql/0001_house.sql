-- The house: where, who, what happened.

-- scope: global
CREATE TABLE entities (
    id IDENTITY,
    parent_id BIGINT REFERENCES entities (id),
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    path TEXT NOT NULL, -- "/1/4/9/", the ids from the root down to this one
    comment TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    ldap_dn TEXT NOT NULL DEFAULT '',
    mail_domain TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    disabled BOOLEAN NOT NULL DEFAULT FALSE,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX entities_sibling ON entities (parent_id, name_fold);

-- scope: global
CREATE TABLE profiles (
    id IDENTITY,
    code TEXT NOT NULL UNIQUE, -- of a built-in one its code in the specification
    label_fr TEXT NOT NULL,
    label_en TEXT NOT NULL,
    label_es TEXT NOT NULL,
    label_de TEXT NOT NULL,
    builtin BOOLEAN NOT NULL DEFAULT FALSE,
    like_code TEXT NOT NULL, -- the built-in profile it was copied from, or itself
    version BIGINT NOT NULL DEFAULT 1
);

-- scope: global
CREATE TABLE profile_rights (
    profile_id BIGINT NOT NULL REFERENCES profiles (id),
    code TEXT NOT NULL,
    PRIMARY KEY (profile_id, code)
) CLUSTERED;

-- scope: policy
CREATE TABLE users (
    id IDENTITY,
    login TEXT NOT NULL,
    login_fold TEXT NOT NULL UNIQUE,
    first_name TEXT NOT NULL DEFAULT '',
    last_name TEXT NOT NULL DEFAULT '',
    name_fold TEXT NOT NULL,
    password TEXT NOT NULL DEFAULT '',
    must_change BOOLEAN NOT NULL DEFAULT FALSE,
    mail TEXT NOT NULL DEFAULT '',
    mail_fold TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    mobile TEXT NOT NULL DEFAULT '',
    company_id BIGINT NOT NULL DEFAULT 0,
    language TEXT NOT NULL DEFAULT '',
    theme TEXT NOT NULL DEFAULT 'blue',
    mode TEXT NOT NULL DEFAULT 'auto',
    density TEXT NOT NULL DEFAULT 'compact',
    time_zone TEXT NOT NULL DEFAULT '',
    default_entity_id BIGINT NOT NULL DEFAULT 0,
    lines_per_page BIGINT NOT NULL DEFAULT 0,
    thread_newest_first BOOLEAN NOT NULL DEFAULT FALSE,
    mail_optout BOOLEAN NOT NULL DEFAULT FALSE,
    details TEXT NOT NULL DEFAULT '{}', -- fax, address, city, postal code, custom fields
    disabled BOOLEAN NOT NULL DEFAULT FALSE,
    created_at BIGINT NOT NULL,
    signed_in_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX users_name ON users (name_fold, id);
CREATE INDEX users_mail ON users (mail_fold, id);

-- scope: users.user_id
CREATE TABLE user_departments (
    user_id BIGINT NOT NULL REFERENCES users (id),
    department_id BIGINT NOT NULL,
    main BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (user_id, department_id)
) CLUSTERED;

-- scope: users.user_id
CREATE TABLE assignments (
    id IDENTITY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    entity_id BIGINT NOT NULL REFERENCES entities (id),
    profile_id BIGINT NOT NULL REFERENCES profiles (id),
    recursive BOOLEAN NOT NULL DEFAULT FALSE,
    origin TEXT NOT NULL DEFAULT 'static', -- static, or the rule that gave it
    UNIQUE (user_id, entity_id, profile_id)
);
CREATE INDEX assignments_entity ON assignments (entity_id, profile_id, user_id);

-- scope: policy
CREATE TABLE groups (
    id IDENTITY,
    kind TEXT NOT NULL, -- users, technicians
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    entity_id BIGINT NOT NULL REFERENCES entities (id),
    recursive BOOLEAN NOT NULL DEFAULT TRUE,
    disabled BOOLEAN NOT NULL DEFAULT FALSE,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (kind, name_fold)
);

-- scope: groups.group_id
CREATE TABLE group_members (
    group_id BIGINT NOT NULL REFERENCES groups (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    PRIMARY KEY (group_id, user_id)
) CLUSTERED;
CREATE INDEX group_members_user ON group_members (user_id, group_id);

-- scope: plumbing
CREATE TABLE sessions (
    id IDENTITY,
    secret_hash BYTES NOT NULL UNIQUE, -- SHA-256 of the cookie's value
    user_id BIGINT NOT NULL REFERENCES users (id),
    entity_id BIGINT NOT NULL,
    profile_id BIGINT NOT NULL,
    recursive BOOLEAN NOT NULL DEFAULT FALSE,
    kind TEXT NOT NULL DEFAULT 'web', -- web, screen
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    addr TEXT NOT NULL DEFAULT '',
    agent TEXT NOT NULL DEFAULT '',
    forced BOOLEAN NOT NULL DEFAULT FALSE,
    ended_at BIGINT,
    ended_why TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sessions_user ON sessions (user_id, ended_at);

-- scope: plumbing
CREATE TABLE tokens (
    id IDENTITY,
    secret_hash BYTES NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL, -- read, write, admin, separated by blanks
    entity_id BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    used_at BIGINT,
    revoked_at BIGINT
);

-- Failed sign-ins, for throttling and for the later page on bans.
-- scope: plumbing
CREATE TABLE sign_in_failures (
    id IDENTITY,
    login_fold TEXT NOT NULL,
    addr TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_failures_login ON sign_in_failures (login_fold, at);
CREATE INDEX sign_in_failures_addr ON sign_in_failures (addr, at);

-- scope: plumbing
CREATE TABLE events (
    id IDENTITY,
    at BIGINT NOT NULL,
    user_id BIGINT NOT NULL DEFAULT 0,
    actor TEXT NOT NULL DEFAULT '',
    via TEXT NOT NULL DEFAULT '',
    addr TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL, -- "ticket.closed"
    subject TEXT NOT NULL, -- "ticket"
    subject_id BIGINT NOT NULL DEFAULT 0,
    entity_id BIGINT NOT NULL DEFAULT 0,
    detail TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX events_subject ON events (subject, subject_id, id);

-- One row a running number: the next ticket, the version of a cached table.
-- scope: plumbing
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
) CLUSTERED;

-- What a form key already made, so that a form sent twice makes one record.
-- scope: plumbing
CREATE TABLE form_keys (
    form_key TEXT PRIMARY KEY,
    made BIGINT NOT NULL, -- the id of the record
    at BIGINT NOT NULL
) CLUSTERED;
CREATE INDEX form_keys_at ON form_keys (at);

-- Facts of the installation itself: instance id, when the wizard was finished.
-- scope: plumbing
CREATE TABLE instance (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) CLUSTERED;
