// Prints what AsyncAPI's own parser finds wrong in a document, one line each, and then the ids of its messages.
import { fromFile, Parser } from '@asyncapi/parser';

const { document, diagnostics } = await fromFile(new Parser(), process.argv[2]).parse();
diagnostics.forEach((found) => console.log(`${found.path.join('/')}: ${found.message}`));
console.log(document ? document.allMessages().all().map((message) => message.id()).join(' ') : 'no document');
