using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Accounts;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Inbox;
using Approvals.Web.Features.Inspection;
using Approvals.Web.Features.Messages;
using Approvals.Web.Features.People;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Shared;

/// <summary>Fills the bar of every page that is drawn for somebody who is signed in; a redirect costs nothing.</summary>
public sealed class BarFilter(
    CurrentUserSource users, Database database, Editions editions, Keeping keeping, Confirmations confirmations) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var done = await next();
        var cancellation = context.HttpContext.RequestAborted;
        if (done is { Exception: null, Result: PageResult or null, HandlerInstance: PageModel page }
            && await users.OfAsync(context.HttpContext.User, cancellation) is { } user)
        {
            page.ViewData[nameof(BarView)] = await BarAsync(user, page.TakeSaid(), cancellation) with { Account = $"{user.Unit.Id.Value}.{user.AccountId}" };
        }
    }

    private async Task<BarView> BarAsync(CurrentUser user, Said? said, CancellationToken cancellation) =>
        user.Kind == AccountKind.Member ? await MemberBarAsync(user, said, cancellation) : new BarView(
            user.Unit.Name, user.Unit.Demonstration, user.Person.Name, [Texts.Administrators.Of(user.Kind)],
            user.Kind is AccountKind.Security or AccountKind.Audit ? (await confirmations.ListAsync(user, cancellation)).Length : 0,
            Inspects: false, said)
        {
            Today = user.Today,
            Kind = user.Kind,
        };

    private const string Counts = InboxRows.Count + ";" + InspectionRows.Any + ";" + MessageRows.CountUnread;

    /// <summary>What every page of a member asks: how much waits for him, whether he inspects, how much he has not read.</summary>
    internal static Task<(int Waiting, bool Inspects, int Unread)> CountsAsync(
        Database database, WorkflowBook book, CurrentUser user, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var gate = Gate.Parameters(user, book);
            using var all = await connection.QueryMultipleAsync(new CommandDefinition(Counts, gate, cancellationToken: cancellation));
            return (await all.ReadSingleAsync<int>(), await all.ReadSingleAsync<bool>(), await all.ReadSingleAsync<int>());
        },
        cancellation);

    private async Task<BarView> MemberBarAsync(CurrentUser user, Said? said, CancellationToken cancellation)
    {
        var (waiting, inspects, unread) = await CountsAsync(database, editions.Current, user, cancellation);
        return new BarView(
            user.Unit.Name, user.Unit.Demonstration, user.Person.Name,
            [.. user.Posts.OrderBy(p => Place(p, user)).GroupBy(p => p.Body).Select(g => PostsIn(g.Key, g, user))], waiting,
            inspects, said)
        {
            Unread = unread,
            KeepsPeople = keeping.MayKeep(user),
            Today = user.Today,
        };
    }

    private static int Place(Post post, CurrentUser user) =>
        user.Directory.Directory.Bodies.TryGetValue(post.Body, out var body) ? body.Order : int.MaxValue;

    /// <summary>院办公室 经办人: a role that is called like its body says nothing more.</summary>
    private string PostsIn(BodyId body, IEnumerable<Post> posts, CurrentUser user)
    {
        var name = Names.Of(body, user.Directory.Directory);
        var titles = posts.Select(p => Names.TitleOf(p.Role, editions.Current)).Where(t => !name.EndsWith(t, StringComparison.Ordinal)).ToList();
        return titles.Count == 0 ? name : $"{name} {Texts.Join(titles)}";
    }
}
