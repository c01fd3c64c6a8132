/** Whether a text can be the id of a row: what is not one is nobody's, and no question for the database. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
