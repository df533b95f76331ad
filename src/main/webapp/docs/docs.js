SwaggerUIBundle({ url: '/openapi', dom_id: '#api', deepLinking: true, tryItOutEnabled: true });
