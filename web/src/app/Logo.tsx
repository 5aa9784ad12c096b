/** The product's sign. What stands beside it says its name. */
export const Logo = ({ size }: { size: number }) => <img src="/icon.svg" width={size} height={size} alt="" />;
