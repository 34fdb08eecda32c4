export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { gatewayPlugin } from './gatewayPlugin.ts';
