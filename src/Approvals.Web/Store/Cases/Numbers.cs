using Approvals.Engine;
using Approvals.Web.Features.Directories;
using Dapper;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// Which register a definition's <c>allocate</c> means: the one chosen for this notice, else the unit's for that
/// purpose.
/// </summary>
public sealed class Numbers(NumberRegister register)
{
    private const string Symbol = """
        SELECT coalesce(
          (SELECT n.symbol FROM notice n
           WHERE n.unit_id = @unit AND n.opened_month = @month AND n.case_id = @case),
          (SELECT r.symbol FROM number_register r
           WHERE r.unit_id = @unit AND r.serves = @purpose
           ORDER BY r.register_id
           LIMIT 1))
        """;

    private const string Keep = """
        UPDATE notice
        SET number = @number
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND number IS NULL
        """;

    /// <summary>Takes the next number inside the transaction; rolled back, it was never taken.</summary>
    /// <exception cref="NoRegisterException">The unit keeps no register for the purpose.</exception>
    public async Task<string> TakeAsync(
        NpgsqlConnection connection, UnitId unit, string purpose, CaseId root, CaseId @case, int year, PersonId? by,
        CancellationToken cancellation)
    {
        var key = new { unit = unit.Value, month = @case.Month, @case = @case.Value, purpose };
        var symbol = await connection.ExecuteScalarAsync<string?>(
            new CommandDefinition(Symbol, key, cancellationToken: cancellation))
            ?? throw new NoRegisterException();
        var number = (await register.AllocateAsync(connection, unit, symbol, year, @case, by, cancellation)).ToString();
        if (@case == root)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                Keep, new { key.unit, key.month, key.@case, number }, cancellationToken: cancellation));
        }

        return number;
    }
}

/// <summary>The definition wants a number of a register that the unit does not keep.</summary>
public sealed class NoRegisterException() : Exception("这一步要取文号，本单位还没有登记它用的代字，请先在单位设置里登记。");
