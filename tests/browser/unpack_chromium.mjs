// Unpacks the browser, its libraries and its font into TMPDIR. The libraries come along where the package believes
// itself to be in the cloud, which has none of its own.
process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs22.x";
const { default: chromium } = await import("@sparticuz/chromium");
await chromium.executablePath();
