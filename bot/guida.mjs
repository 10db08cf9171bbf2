#!/usr/bin/env node
// The program is TypeScript and runs as it is: tsx takes the types out as the files are loaded.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
