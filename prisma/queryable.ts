import type pg from 'pg';

/** What a repository needs: a pool, or the client of a transaction that is under way. */
export type Queryable = Pick<pg.Pool, 'query'>;
