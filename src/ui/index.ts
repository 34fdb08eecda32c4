// First, since it names the order of the layers that all other styles stand in.
import './base.css';

export { App } from './App.tsx';
export { fragmentOfQuery } from './address.ts';
export { createQueryClient, type Environment } from './environment.ts';
export { applyTheme, readTheme } from './theme.ts';
