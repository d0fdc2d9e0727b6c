using System.Text.RegularExpressions;
using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Directories;

/// <summary>A document number (文号) as it is written: 〔〕 are U+3014 and U+3015, no padding.</summary>
public sealed partial record DocumentNumber(string Symbol, int Year, int Number)
{
    public override string ToString() => $"{Symbol}〔{Year}〕{Number}号";

    /// <summary>Null for what is not written so; the brackets' common misspellings are understood.</summary>
    public static DocumentNumber? TryParse(string written) =>
        Written().Match(written) is { Success: true } m
        && int.TryParse(m.Groups[2].Value, out var year) && int.TryParse(m.Groups[3].Value, out var number)
            ? new DocumentNumber(m.Groups[1].Value, year, number)
            : null;

    [GeneratedRegex(@"^\s*(.+?)\s*[〔\[［【（(]\s*(\d{4})\s*[〕\]］】）)]\s*第?\s*(\d{1,6})\s*号\s*$")]
    private static partial Regex Written();
}

/// <summary>
/// Allocates, records and voids numbers inside the caller's transaction: rolled back, the number was never taken.
/// Allocations of one 代字 and year queue on the series' row.
/// </summary>
public sealed class NumberRegister
{
    private const string Here = "here";
    private const string Elsewhere = "elsewhere";

    private const string Find = """
        SELECT register_id, kept
        FROM number_register
        WHERE unit_id = @unit AND symbol = @symbol
        """;

    // The stated first number begins the year that the register names, or, where it names none, its very first year.
    private const string OpenSeries = """
        INSERT INTO number_series (unit_id, register_id, year, kept, first_number)
        SELECT r.unit_id, r.register_id, @year, r.kept, CASE
          WHEN r.first_year = @year THEN r.first_number
          WHEN r.first_year IS NULL AND NOT EXISTS (
            SELECT FROM number_series s WHERE s.unit_id = r.unit_id AND s.register_id = r.register_id) THEN r.first_number
          ELSE 1
        END
        FROM number_register r
        WHERE r.unit_id = @unit AND r.register_id = @register
        ON CONFLICT (unit_id, register_id, year) DO NOTHING
        """;

    private const string LockSeries = """
        SELECT first_number
        FROM number_series
        WHERE unit_id = @unit AND register_id = @register AND year = @year
        FOR NO KEY UPDATE
        """;

    // A statement of its own after the lock: joined to it, it would not see the number that was waited for.
    private const string Last = """
        SELECT max(number)
        FROM number_taken
        WHERE unit_id = @unit AND register_id = @register AND year = @year
        """;

    private const string Take = """
        INSERT INTO number_taken (unit_id, register_id, year, number, prev, kept, first_number, case_id, taken_by)
        VALUES (@unit, @register, @year, @number, @prev, @kept, @first, @case, @by)
        """;

    private const string Void = """
        INSERT INTO number_voided (unit_id, register_id, year, number, reason, voided_by)
        SELECT n.unit_id, n.register_id, n.year, n.number, @reason, @by
        FROM number_taken n
        JOIN number_register r ON r.unit_id = n.unit_id AND r.register_id = n.register_id
        WHERE n.unit_id = @unit AND r.symbol = @symbol AND n.year = @year AND n.number = @number
        """;

    private const string Misread = """
        INSERT INTO number_misread (unit_id, register_id, year, number, case_id, reason, corrected_by)
        SELECT n.unit_id, n.register_id, n.year, n.number, @case, @reason, @by
        FROM number_taken n
        JOIN number_register r ON r.unit_id = n.unit_id AND r.register_id = n.register_id
        WHERE n.unit_id = @unit AND r.symbol = @symbol AND n.year = @year AND n.number = @number
        """;

    private const string IssuedBefore = """
        SELECT NOT EXISTS (
          SELECT FROM number_register
          WHERE unit_id = @unit AND symbol = @symbol AND kept = @here
            AND NOT (@year < first_year OR (@year = coalesce(first_year, @year) AND @number < first_number)))
        """;

    public static string Kept(bool here) => here ? Here : Elsewhere;

    /// <summary>The next number of the year, without a gap.</summary>
    /// <exception cref="InvalidOperationException">The register is unknown or kept elsewhere: the caller offered what
    /// it must not.</exception>
    public async Task<DocumentNumber> AllocateAsync(
        NpgsqlConnection connection, UnitId unit, string symbol, int year, CaseId? @case, PersonId? by,
        CancellationToken cancellation)
    {
        var register = await FindAsync(connection, unit, symbol, cancellation);
        if (register is not { Kept: Here })
        {
            throw new InvalidOperationException($"No numbers of {symbol} are allocated here.");
        }

        var first = await OpenAsync(connection, unit, register.RegisterId, year, cancellation);
        var last = await connection.QuerySingleAsync<int?>(
            Command(Last, new { unit = unit.Value, register = register.RegisterId, year }, cancellation));
        var number = last + 1 ?? first;
        await connection.ExecuteAsync(Command(
            Take,
            new
            {
                unit = unit.Value,
                register = register.RegisterId,
                year,
                number,
                prev = last,
                kept = Here,
                first,
                @case = @case?.Value,
                by = by?.Value,
            },
            cancellation));
        return new DocumentNumber(symbol, year, number);
    }

    /// <summary>Records a number that another register gave; false when it is recorded already.</summary>
    /// <exception cref="InvalidOperationException">The register is unknown or kept here.</exception>
    public async Task<bool> RecordAsync(
        NpgsqlConnection connection, UnitId unit, DocumentNumber given, CaseId? @case, PersonId? by,
        CancellationToken cancellation)
    {
        var register = await FindAsync(connection, unit, given.Symbol, cancellation);
        if (register is not { Kept: Elsewhere })
        {
            throw new InvalidOperationException($"Numbers of {given.Symbol} are not recorded from elsewhere.");
        }

        var first = await OpenAsync(connection, unit, register.RegisterId, given.Year, cancellation);
        return await connection.ExecuteAsync(Command(
            Take + " ON CONFLICT (unit_id, register_id, year, number) DO NOTHING",
            new
            {
                unit = unit.Value,
                register = register.RegisterId,
                year = given.Year,
                number = given.Number,
                prev = (int?)null,
                kept = Elsewhere,
                first,
                @case = @case?.Value,
                by = by?.Value,
            },
            cancellation)) == 1;
    }

    /// <summary>The same for what a text says, where it says a number of a register that is kept elsewhere; anything else is recorded nowhere.</summary>
    public async Task RecordIfElsewhereAsync(
        NpgsqlConnection connection, UnitId unit, string? written, CaseId @case, PersonId by, CancellationToken cancellation)
    {
        if (DocumentNumber.TryParse(written ?? "") is { } number
            && await IsKeptHereAsync(connection, unit, number.Symbol, cancellation) is false)
        {
            await RecordAsync(connection, unit, number, @case, by, cancellation);
        }
    }

    /// <summary>Voids (作废) a number for a reason; it stays taken. False when nobody took it.</summary>
    public async Task<bool> VoidAsync(
        NpgsqlConnection connection, UnitId unit, DocumentNumber taken, string reason, PersonId? by,
        CancellationToken cancellation) =>
        await connection.ExecuteAsync(Command(
            Void,
            new { unit = unit.Value, symbol = taken.Symbol, year = taken.Year, number = taken.Number, reason, by = by?.Value },
            cancellation)) == 1;

    /// <summary>
    /// Records that a number from elsewhere had been misread: it stands in the register as what was read, and is not void. False when
    /// nobody had recorded it.
    /// </summary>
    public async Task<bool> MisreadAsync(
        NpgsqlConnection connection, UnitId unit, DocumentNumber read, CaseId @case, string reason, PersonId by,
        CancellationToken cancellation) =>
        await connection.ExecuteAsync(Command(
            Misread,
            new
            {
                unit = unit.Value,
                symbol = read.Symbol,
                year = read.Year,
                number = read.Number,
                @case = @case.Value,
                reason,
                by = by.Value,
            },
            cancellation)) == 1;

    /// <summary>Whether numbers of this 代字 are allocated here; null where it has no register.</summary>
    public async Task<bool?> IsKeptHereAsync(
        NpgsqlConnection connection, UnitId unit, string symbol, CancellationToken cancellation) =>
        await FindAsync(connection, unit, symbol, cancellation) is { } register ? register.Kept == Here : null;

    /// <summary>
    /// Whether a number can have been given outside: its register is not kept here, or was not yet when it was given.
    /// </summary>
    public Task<bool> IsFromElsewhereAsync(
        NpgsqlConnection connection, UnitId unit, DocumentNumber given, CancellationToken cancellation) =>
        connection.QuerySingleAsync<bool>(Command(
            IssuedBefore, new { unit = unit.Value, symbol = given.Symbol, year = given.Year, number = given.Number, here = Here },
            cancellation));

    private static Task<Register?> FindAsync(
        NpgsqlConnection connection, UnitId unit, string symbol, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Register>(Command(Find, new { unit = unit.Value, symbol }, cancellation));

    private static async Task<int> OpenAsync(
        NpgsqlConnection connection, UnitId unit, int register, int year, CancellationToken cancellation)
    {
        var key = new { unit = unit.Value, register, year };
        await connection.ExecuteAsync(Command(OpenSeries, key, cancellation));
        return await connection.QuerySingleAsync<int>(Command(LockSeries, key, cancellation));
    }

    private static CommandDefinition Command(string sql, object values, CancellationToken cancellation) =>
        new(sql, values, cancellationToken: cancellation);

    private sealed record Register(int RegisterId, string Kept);
}
