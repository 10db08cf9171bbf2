import { afterAll, beforeAll, describe } from 'vitest';
import { startCluster, withoutPostgres, type Cluster } from './postgres.fixture.ts';

/** A block of tests over a PostgreSQL of their own. Without one on this machine they are skipped, and the name says why. */
export function describePostgres(
  name: string,
  tests: (cluster: Pick<Cluster, 'createDatabase' | 'kill' | 'start'>) => void,
): void {
  describe.skipIf(withoutPostgres !== undefined)(`${name} ${withoutPostgres ?? ''}`.trim(), () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await startCluster();
    });
    afterAll(() => cluster.dispose());
    tests({
      createDatabase: () => cluster.createDatabase(),
      kill: () => cluster.kill(),
      start: () => cluster.start(),
    });
  });
}
