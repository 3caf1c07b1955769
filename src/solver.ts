import { runSolver } from './host/solver/solverProcess';

runSolver();
