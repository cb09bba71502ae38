/** Python is bundled as it is written. */
declare module "*.py" {
  const source: string;
  export default source;
}
