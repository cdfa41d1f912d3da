import vm from 'node:vm';
import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest's Node environment over a context with an ordinary global object. Jest makes its contexts with interceptors on the
 * global object, and each use of `Math` or `Float64Array` in a tested module then costs some 400 ns instead of one: numeric
 * code runs up to fifty times slower than it does in production. Nothing here needs the interceptors.
 */
export default class VanillaContext extends TestEnvironment {
  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY as unknown as vm.Context);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
  }
}
