using Dapper;
using Npgsql;

namespace Approvals.Web.Bench.Ground;

/// <summary>The columns of a table that somebody else's row can give: none that the server computes or numbers itself.</summary>
internal static class TableColumns
{
    private const string Columns = """
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
        FROM pg_attribute
        WHERE attrelid = @table::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''
          AND attname <> @except
        """;

    /// <param name="except">A column that is given by itself; empty: none.</param>
    /// <returns>As a list in SQL.</returns>
    public static Task<string> OfAsync(NpgsqlConnection connection, string table, string except = "") =>
        connection.QuerySingleAsync<string>(Columns, new { table, except });
}
