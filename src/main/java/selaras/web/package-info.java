/**
 * The HTTP/JSON API: resources that read, call and answer, and the one place where failures become
 * problem documents. Imported by nobody.
 */
package selaras.web;
