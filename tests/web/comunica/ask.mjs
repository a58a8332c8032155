// Reads {query, sources, unionDefaultGraph} from standard input, and writes the answer as SPARQL JSON.
import { QueryEngine } from '@comunica/query-sparql';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { query, ...context } = JSON.parse(Buffer.concat(chunks).toString());
const engine = new QueryEngine();
const answer = await engine.query(query, context);
const { data } = await engine.resultToString(answer, 'application/sparql-results+json');
for await (const chunk of data) process.stdout.write(chunk);
