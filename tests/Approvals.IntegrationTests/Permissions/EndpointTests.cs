using Approvals.Web.Features.Trails;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>The addresses of the program as it serves them, against their list: nobody adds one without saying who may go there.</summary>
public sealed class EndpointTests
{
    [Fact]
    public async Task Every_address_of_the_running_program_has_one_line_and_every_line_an_address()
    {
        var answered = await AnsweredAsync();
        var listed = PermissionTables.Endpoints.Select(line => line.Endpoint).ToList();

        answered.ShouldNotBeEmpty();
        answered.Except(listed).ShouldBeEmpty("who may go there? Say it in endpoints.tsv");
        listed.Except(answered).ShouldBeEmpty("endpoints.tsv lists what the program does not answer");
        listed.ShouldBeUnique();
    }

    [Fact]
    public async Task What_is_to_come_is_not_there_yet() =>
        PermissionTables.Coming.Select(line => line.Endpoint).Intersect(await AnsweredAsync())
            .ShouldBeEmpty("it has come: its line belongs into endpoints.tsv");

    /// <summary>What may be taken away leaves a line in the trail, whoever takes it.</summary>
    [Fact]
    public async Task Every_address_of_what_is_taken_away_says_so()
    {
        var taken = PermissionTables.Matrix.Where(l => l.Cells.Any(c => c.StartsWith("export", StringComparison.Ordinal)))
            .Select(l => l.Kind).Except(["ledger-export"]).ToHashSet();
        taken.ShouldNotBeEmpty();
        await using var database = new Database("Host=127.0.0.1");
        await using var host = WebHost.Build(Settings.Read(["--Urls=http://127.0.0.1:0"]), database, Serving.Pages);
        var marked = ((IEndpointRouteBuilder)host).DataSources.SelectMany(s => s.Endpoints).Cast<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<TakesAwayAttribute>() is not null).Select(e => $"GET {PathOf(e.RoutePattern)}").ToList();

        PermissionTables.Endpoints.Where(e => e.Kinds.Any(taken.Contains)).Select(e => e.Endpoint).ShouldBe(marked, ignoreOrder: true);
    }

    /// <summary>The routes stand before the port is opened, and ask no database.</summary>
    private static async Task<List<string>> AnsweredAsync()
    {
        await using var database = new Database("Host=127.0.0.1");
        await using var host = WebHost.Build(Settings.Read(["--Urls=http://127.0.0.1:0"]), database, Serving.Pages);
        var pages = host.Services.GetRequiredService<PageLoader>();
        var addresses = new List<string>();
        foreach (var endpoint in ((IEndpointRouteBuilder)host).DataSources.SelectMany(s => s.Endpoints).Cast<RouteEndpoint>())
        {
            var path = PathOf(endpoint.RoutePattern);
            addresses.AddRange(endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page
                ? FormsOf(await pages.LoadAsync(page, endpoint.Metadata), path)
                : (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(m => $"{m} {path}"));
        }

        return addresses;
    }

    /// <summary>A page is drawn for a GET also where it has no handler for one.</summary>
    private static IEnumerable<string> FormsOf(CompiledPageActionDescriptor page, string path) =>
        page.HandlerMethods
            .Select(handler => $"{handler.HttpMethod.ToUpperInvariant()} {path}{(handler.Name is { } name ? $"?handler={name}" : "")}")
            .Append($"GET {path}")
            .Distinct();

    /// <summary>Without what the route asks of its parameters: /cases/{id}.</summary>
    private static string PathOf(RoutePattern pattern) =>
        "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => throw new NotSupportedException(part.ToString()),
        }))));
}
