using System.Net;
using Approvals.IntegrationTests.Identity;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>A form that another site makes a browser send bears no token of ours: it does nothing, wherever it goes.</summary>
[Collection(DoorSiteTests.Name)]
public sealed class FormTokenTests(DoorSite site)
{
    /// <summary>The page that tells of an error answers whatever led there.</summary>
    private const string OfErrors = "POST /error/{status}";

    [Theory]
    [InlineData("heshujian", "/")]
    [InlineData("qiaoanlan", "/accounts")]
    [InlineData("luomingyuan", "/rights")]
    public async Task A_form_without_its_token_is_refused_at_every_address(string login, string home)
    {
        using var visitor = await site.EnteredAsync(login, home);
        var (refused, closed) = (0, 0);
        foreach (var line in PermissionTables.Endpoints.Where(l => l.Endpoint.StartsWith("POST ", StringComparison.Ordinal) && l.Endpoint != OfErrors))
        {
            var (method, path) = PermissionTables.Asked(line.Endpoint);
            var status = (await visitor.AskAsync(method, path)).Status;
            status.ShouldBeOneOf([HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound], line.Endpoint);
            (refused, closed) = status == HttpStatusCode.BadRequest ? (refused + 1, closed) : (refused, closed + 1);
        }

        refused.ShouldBeGreaterThan(10, $"{closed} were closed to {login} anyway");
    }
}
