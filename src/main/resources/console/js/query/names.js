/** A name as it is written in SQL. */
export const quoted = (name) => (/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replace(/[\\`]/g, "\\$&")}\``);
