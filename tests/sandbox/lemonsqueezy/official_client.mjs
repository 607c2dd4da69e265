// Every call of the official client that a shop makes, in the order of a story; prints what each came to.
const [base, key] = process.argv.slice(2);
const real = globalThis.fetch;
globalThis.fetch = (url, init) => real(String(url).replace("https://api.lemonsqueezy.com", base), init);

const ls = await import("@lemonsqueezy/lemonsqueezy.js");
const seen = {};
const call = async (name, calling) => {
  const { statusCode, error, data } = await calling;
  seen[name] = { statusCode, error: error?.message ?? null, data };
  return data?.data;
};

ls.lemonSqueezySetup({ apiKey: "not the key" });
await call("refused", ls.getAuthenticatedUser());
ls.lemonSqueezySetup({ apiKey: key });

await call("user", ls.getAuthenticatedUser());
const [store] = await call("stores", ls.listStores());
await call("products", ls.listProducts({ filter: { storeId: store.id }, include: ["variants"] }));
const variants = await call("variants", ls.listVariants({ page: { number: 1, size: 50 } }));
await call("prices", ls.listPrices({ filter: { variantId: variants[0].id } }));
await call("checkout", ls.createCheckout(store.id, variants[0].id, {
  checkoutData: { email: "ada@example.com", custom: { user_id: "user_ada" } },
  productOptions: { redirectUrl: "https://app.example.com/thanks" },
}));

const [subscription] = await call("subscriptions", ls.listSubscriptions({ filter: { storeId: store.id, status: "active" } }));
const item = subscription.attributes.first_subscription_item;
const other = variants.find((each) => each.attributes.is_subscription && Number(each.id) !== subscription.attributes.variant_id);
await call("subscription", ls.getSubscription(subscription.id, { include: ["order", "customer"] }));
await call("plan", ls.updateSubscription(subscription.id, { variantId: Number(other.id), invoiceImmediately: true }));
await call("quantity", ls.updateSubscriptionItem(item.id, { quantity: 2, disableProrations: true }));
await call("item", ls.getSubscriptionItem(item.id));
await call("paused", ls.updateSubscription(subscription.id, { pause: { mode: "void", resumesAt: "2099-01-01T00:00:00Z" } }));
await call("unpaused", ls.updateSubscription(subscription.id, { pause: null }));
await call("cancelled", ls.cancelSubscription(subscription.id));
await call("resumed", ls.updateSubscription(subscription.id, { cancelled: false }));

await call("customer", ls.getCustomer(subscription.attributes.customer_id, { include: ["orders", "subscriptions"] }));
await call("customers", ls.listCustomers({ filter: { email: "ada@example.com" } }));
await call("renamed", ls.updateCustomer(subscription.attributes.customer_id, { name: "Ada Pier" }));
await call("archived", ls.archiveCustomer(subscription.attributes.customer_id));
await call("newcomer", ls.createCustomer(store.id, { name: "Eve", email: "eve@example.com" }));

const [order] = await call("orders", ls.listOrders({ filter: { userEmail: "ben@example.com" }, page: { size: 1 } }));
await call("order", ls.getOrder(order.id, { include: ["order-items"] }));
await call("orderItems", ls.listOrderItems({ filter: { orderId: order.id } }));
await call("orderRefund", ls.issueOrderRefund(order.id, 500));
await call("orderInvoice", ls.generateOrderInvoice(order.id, { name: "Ben", address: "Pier 1", city: "Lisbon", zipCode: 1000, country: "PT" }));
const [invoice] = await call("invoices", ls.listSubscriptionInvoices({ filter: { subscriptionId: subscription.id } }));
await call("invoice", ls.getSubscriptionInvoice(invoice.id));
await call("invoiceRefund", ls.issueSubscriptionInvoiceRefund(invoice.id, 100));

const webhook = await call("webhook", ls.createWebhook(store.id, { url: "http://127.0.0.1:9/hooks", events: ["order_created"], secret: "a_secret", testMode: true }));
await call("webhookChanged", ls.updateWebhook(webhook.id, { events: ["order_refunded"], secret: "another" }));
await call("webhooks", ls.listWebhooks({ filter: { storeId: store.id } }));
await call("webhookGone", ls.deleteWebhook(webhook.id));
await call("webhooksLeft", ls.listWebhooks());
await call("missing", ls.getOrder(1));

console.log(JSON.stringify(seen));
