-- Experiments, variants and users as PostgreSQL has them at the moment of a query, for reports.
-- prejoin_postgres is the source's address and user, which prejoin keeps as in its own settings.
CREATE DICTIONARY IF NOT EXISTS experiments_dict
(
    experiment_id  String,
    name           String,
    status         String,
    started_at     DateTime
)
PRIMARY KEY experiment_id
SOURCE(POSTGRESQL(NAME prejoin_postgres TABLE 'experiments'))
LAYOUT(COMPLEX_KEY_DIRECT());

CREATE DICTIONARY IF NOT EXISTS variants_dict
(
    experiment_id    String,
    variant_id       String,
    name             String,
    is_control       Bool,
    traffic_percent  Float64
)
PRIMARY KEY experiment_id, variant_id
SOURCE(POSTGRESQL(NAME prejoin_postgres TABLE 'variants'))
LAYOUT(COMPLEX_KEY_DIRECT());

-- There are many users: those that were asked for are kept for some seconds.
CREATE DICTIONARY IF NOT EXISTS users_dict
(
    user_id       String,
    country       String,
    plan          String,
    signed_up_at  DateTime
)
PRIMARY KEY user_id
SOURCE(POSTGRESQL(NAME prejoin_postgres TABLE 'users'))
LAYOUT(COMPLEX_KEY_CACHE(SIZE_IN_CELLS 1000000))
LIFETIME(MIN 10 MAX 20);
