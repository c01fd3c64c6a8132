import { createServer } from 'node:http';

/** Stands in for any service in the tests of the launcher: does what the launcher relies on, and nothing else. */
const [command = 'serve'] = process.argv.slice(2);
if (command === 'serve') {
  const server = createServer((request, response) => {
    response.end('{}');
    if (request.url === '/crash') process.exit(3);
  });
  server.on('error', (error) => {
    process.stderr.write(`stand-in cannot start: ${error.message}\n`);
    process.exit(1);
  });
  server.listen(Number(process.env['PORT']), '127.0.0.1');
  const stop = () => process.exit(0);
  process.once('SIGTERM', stop);
  process.once('disconnect', stop);
}
