using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Dapper;
using Microsoft.AspNetCore.Authorization;
using Npgsql;

namespace Approvals.Web.Features.Trails;

/// <summary>An address that gives something to be taken away (导出): the trail says who took what.</summary>
/// <param name="what">As people call it.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class TakesAwayAttribute(string what) : Attribute
{
    public string What { get; } = what;
}

/// <summary>
/// Writes into the trail what was taken away, and where somebody who is signed in was refused: his account may not go there (403), or
/// there is nothing at that address that he may see (404). The same address is written once in five minutes.
/// </summary>
internal static class Watching
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    private const string WrittenJustNow = """
        SELECT EXISTS (
          SELECT FROM trail
          WHERE unit_id = @unit AND by_account = @by AND act = @act AND details = @details AND at > office_now() - @again)
        """;

    public static async Task AskAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        if (endpoint.Metadata.GetMetadata<TakesAwayAttribute>() is { } taken)
        {
            // Before the first of it leaves: who breaks off has taken what he got, and what is not written down does not leave.
            context.Response.OnStarting(() => context.Response.StatusCode == StatusCodes.Status200OK
                ? WriteAsync(context, TrailAct.TakenAway, Texts.Trail.Took(taken.What, context.Request.Path, context.Request.Query))
                : Task.CompletedTask);
        }

        await next(context);
        if (context.Response.StatusCode is StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound)
        {
            var looked = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
            await WriteAsync(context, TrailAct.Refused, Texts.Trail.Asked(looked, context.Request.Path));
        }
    }

    private static async Task WriteAsync(HttpContext context, TrailAct act, string details)
    {
        var users = context.RequestServices.GetRequiredService<CurrentUserSource>();
        if (await users.OfAsync(context.User, CancellationToken.None) is { } user)
        {
            await context.RequestServices.GetRequiredService<Database>().InUnitAsync(
                user.Unit.Id, (connection, _) => WriteAsync(connection, user, act, details), CancellationToken.None);
        }
    }

    private static async Task WriteAsync(NpgsqlConnection connection, CurrentUser user, TrailAct act, string details)
    {
        var line = TrailLine.Of(user, act, details);
        var values = new { unit = user.Unit.Id.Value, by = user.AccountId, act = $"{act}", details = line.Details, again = Again };
        if (act == TrailAct.TakenAway || !await connection.QuerySingleAsync<bool>(WrittenJustNow, values))
        {
            await Trail.WriteAsync(connection, user.Unit.Id, line, CancellationToken.None);
        }
    }
}
