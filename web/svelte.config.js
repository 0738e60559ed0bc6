//! What the Svelte compiler and checker need to know: TypeScript in components.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

export default {
  preprocess: vitePreprocess(),
  // Words stand beside words across the braces of a template; without this the spaces between them would go.
  compilerOptions: { preserveWhitespace: true },
}
