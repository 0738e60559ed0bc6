//! What the Svelte compiler and checker need to know: TypeScript in components.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

export default { preprocess: vitePreprocess() }
