// What a column's type means for showing it.

const bare = (type) => type.replace(/^(?:Nullable|LowCardinality|SimpleAggregateFunction\(\w+, )\(?/, "");

export const isNumber = (type) => /^(?:U?Int|Float|BFloat|Decimal)/.test(bare(type));
export const isTime = (type) => /^Date/.test(bare(type));
