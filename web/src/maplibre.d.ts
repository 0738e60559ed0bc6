//! Types of MapLibre's build for strict pages: the same as those of its plain build.

declare module 'maplibre-gl/dist/maplibre-gl-csp.js' {
  export * from 'maplibre-gl'
  export { default } from 'maplibre-gl'
}
