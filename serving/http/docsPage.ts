import { createRequire } from 'node:module';
import path from 'node:path';
import { Router } from 'express';

const page = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Linkloop API</title>
  <link rel="stylesheet" href="/docs/swagger-ui.css">
  <link rel="icon" href="/docs/favicon-32x32.png">
</head>
<body>
  <div id="docs"></div>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });\n`;

/** The documentation at /docs, served from this machine alone. */
export function docsPage(): Router {
  const files = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const router = Router({ strict: true, caseSensitive: true });
  router.get('/docs', (_request, response) => {
    response.locals.route = '/docs';
    response
      .setHeader(
        'Content-Security-Policy',
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
      )
      .type('html')
      .send(page);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.locals.route = '/docs/*';
    response.type('text/javascript').send(start);
  });
  router.get(/^\/docs\/(swagger-ui\.css|swagger-ui-bundle\.js|favicon-32x32\.png)$/, (request, response) => {
    response.locals.route = '/docs/*';
    response.sendFile(request.params[0]!, { root: files, cacheControl: false, etag: true });
  });
  return router;
}
