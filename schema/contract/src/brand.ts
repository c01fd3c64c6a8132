declare const brand: unique symbol;

/** A string that has been through its own check; see the function that makes each one. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
