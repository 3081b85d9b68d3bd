-- How each variant does against its experiment's control, of the users who were assigned to it and
-- saw it. Rates are of users: who converts twice counts once.
--   rate_low, rate_high    95% interval of the conversion rate (Wilson)
--   lift, _low, _high      (rate / control's rate) - 1, with its 95% interval (of the ratio's logarithm)
--   z_score, p_value       two-sided test that both rates are the same (two proportions, pooled)
--   significant            p_value < 5%, divided by the number of variants that are compared
--   users_needed           users per variant for a difference like this one to be found in four of
--                          five experiments (5% significance, 80% power)
--   planned_, actual_share of the assigned users
--   mismatch_p_value       of the test that users were assigned as planned (chi-squared, all variants
--                          of the experiment); below one in a thousand, something is wrong with how
--                          users are assigned, and no other figure here can be trusted
-- NULL where it cannot be said: of the control, or before there are users.
CREATE VIEW IF NOT EXISTS experiment_performance AS
WITH
    1.959963984540054 AS z_95,         -- of the normal distribution, at 97.5%
    0.8416212335729143 AS z_power,     -- and at 80%
    performance AS
    (
        SELECT
            experiment_id,
            variant_id,
            sum(seen)                     AS exposures,
            sum(converted)                AS conversions,
            count()                       AS exposed_users,
            countIf(converted > 0)        AS converted_users,
            sum(paid)                     AS revenue
        FROM
        (
            SELECT
                experiment_id,
                variant_id,
                user_id,
                countIfMerge(exposures)   AS seen,
                countIfMerge(conversions) AS converted,
                sumIfMerge(revenue)       AS paid
            FROM user_experiment_stats
            GROUP BY experiment_id, variant_id, user_id
        )
        WHERE seen > 0
        GROUP BY experiment_id, variant_id
    ),
    assigned AS
    (
        SELECT experiment_id, variant_id, count() AS assigned_users
        FROM assignments_processed FINAL
        GROUP BY experiment_id, variant_id
    ),
    counted AS
    (
        SELECT
            v.experiment_id                                      AS experiment_id,
            v.variant_id                                         AS variant_id,
            v.name                                               AS variant_name,
            v.is_control                                         AS is_control,
            ifNull(a.assigned_users, 0)                          AS assigned_users,
            ifNull(p.exposed_users, 0)                           AS exposed_users,
            ifNull(p.converted_users, 0)                         AS converted_users,
            ifNull(p.exposures, 0)                               AS exposures,
            ifNull(p.conversions, 0)                             AS conversions,
            ifNull(p.revenue, 0)                                 AS revenue,
            v.traffic_percent / sum(v.traffic_percent) OVER e    AS planned_share,
            sum(assigned_users) OVER e                           AS all_assigned,
            count() OVER e                                       AS variants,
            sumIf(exposed_users, v.is_control) OVER e            AS control_users,
            sumIf(converted_users, v.is_control) OVER e          AS control_converted
        FROM variants_dict AS v
        LEFT JOIN assigned AS a ON a.experiment_id = v.experiment_id AND a.variant_id = v.variant_id
        LEFT JOIN performance AS p ON p.experiment_id = v.experiment_id AND p.variant_id = v.variant_id
        WINDOW e AS (PARTITION BY v.experiment_id)
    ),
    rated AS
    (
        SELECT
            *,
            if(exposed_users = 0, NULL, converted_users / exposed_users)       AS rate,
            if(control_users = 0, NULL, control_converted / control_users)     AS control_rate,
            (converted_users + control_converted) / (exposed_users + control_users) AS pooled_rate,
            all_assigned * planned_share                                       AS expected_users,
            sum(if(expected_users = 0, 0, pow(assigned_users - expected_users, 2) / expected_users))
                OVER (PARTITION BY experiment_id)                              AS chi_squared,
            variants - 1                                                       AS freedom,
            freedom % 2 / 2                                                    AS half,
            if(is_control OR rate IS NULL OR control_rate IS NULL, NULL, rate - control_rate) AS gain,
            if(gain IS NULL OR converted_users = 0 OR control_converted = 0, NULL, rate / control_rate) AS ratio,
            sqrt((1 - rate) / converted_users + (1 - control_rate) / control_converted) AS ratio_error,
            exposed_users + pow(z_95, 2)                                       AS wilson_users
        FROM counted
    )
SELECT
    experiment_id,
    dictGet('experiments_dict', 'name', experiment_id)   AS experiment_name,
    dictGet('experiments_dict', 'status', experiment_id) AS status,
    variant_id,
    variant_name,
    is_control,
    assigned_users,
    exposed_users,
    converted_users,
    exposures,
    conversions,
    rate                                                 AS conversion_rate,
    (converted_users + pow(z_95, 2) / 2 - z_95 * sqrt(exposed_users * rate * (1 - rate) + pow(z_95, 2) / 4)) / wilson_users AS rate_low,
    (converted_users + pow(z_95, 2) / 2 + z_95 * sqrt(exposed_users * rate * (1 - rate) + pow(z_95, 2) / 4)) / wilson_users AS rate_high,
    ratio - 1                                            AS lift,
    ratio * exp(-z_95 * ratio_error) - 1                 AS lift_low,
    ratio * exp(z_95 * ratio_error) - 1                  AS lift_high,
    if(pooled_rate IN (0, 1), NULL, gain / sqrt(pooled_rate * (1 - pooled_rate) * (1 / exposed_users + 1 / control_users))) AS z_score,
    erfc(abs(z_score) / sqrt(2))                         AS p_value,
    p_value < 0.05 / freedom                             AS significant,
    if(gain = 0, NULL, ceil(pow(z_95 + z_power, 2) * (rate * (1 - rate) + control_rate * (1 - control_rate)) / pow(gain, 2))) AS users_needed,
    revenue,
    if(exposed_users = 0, NULL, revenue / exposed_users) AS revenue_per_user,
    if(conversions = 0, NULL, revenue / conversions)     AS revenue_per_conversion,
    planned_share,
    if(all_assigned = 0, NULL, assigned_users / all_assigned) AS actual_share,
    chi_squared                                          AS mismatch_chi_squared,
    -- The upper tail of the chi-squared distribution, closed for whole degrees of freedom.
    if(all_assigned = 0 OR freedom = 0, NULL,
        if(half > 0, erfc(sqrt(chi_squared / 2)), 0)
        + exp(-chi_squared / 2)
            * arraySum(i -> pow(chi_squared / 2, i + half) / tgamma(i + half + 1), range(toUInt64(intDiv(freedom, 2)))))
                                                         AS mismatch_p_value,
    mismatch_p_value < 0.001                             AS sample_ratio_mismatch
FROM rated;
