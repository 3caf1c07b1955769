// The engine process, started by the editor; see docs/architecture.md.
import { runEngine } from './host/engine/runEngine';

runEngine(__dirname);
