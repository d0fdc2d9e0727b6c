using Approvals.Engine;
using Npgsql;
using NpgsqlTypes;

namespace Approvals.Web.Store.Cases;

/// <summary>Statements that write many rows at once: one array parameter a column, for <c>unnest</c>.</summary>
internal static class Rows
{
    /// <summary>Adds the statement where there is any row for it.</summary>
    public static void Add<T>(NpgsqlBatch batch, UnitId unit, string sql, List<T> rows, Action<Columns<T>> fill)
    {
        if (rows.Count > 0)
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.AddWithValue("unit", unit.Value);
            fill(new Columns<T>(command, rows));
            batch.BatchCommands.Add(command);
        }
    }
}

/// <summary>Turns rows into parameters, a column at a time.</summary>
internal sealed class Columns<T>(NpgsqlBatchCommand command, List<T> rows)
{
    public Columns<T> With<TValue>(string name, Func<T, TValue> value)
    {
        command.Parameters.Add(new NpgsqlParameter<TValue[]>(name, [.. rows.Select(value)]));
        return this;
    }

    public Columns<T> One(string name, NpgsqlDbType type, object? value)
    {
        command.Parameters.Add(new NpgsqlParameter(name, type) { Value = value ?? DBNull.Value });
        return this;
    }
}
