import { runParsing } from './host/syntax/parsingWorker';

runParsing();
