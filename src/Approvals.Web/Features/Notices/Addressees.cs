using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Readers.Units;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features.Notices;

/// <summary>主送: the bodies of the directory to whom a notice that came issued was written. All their people may read it.</summary>
internal static class Addressees
{
    public static ImmutableArray<BodyId> Of(ImmutableArray<string> named, NameBook names, CurrentUser user) =>
    [
        .. named.SelectMany(name => CollectiveOwners.IsCollective(name)
            ? CollectiveOwners.Members(name, user.Directory.Directory, user.Today)
            : names.BodyCalled(name, user.Today) is { } body ? [body] : ImmutableArray<BodyId>.Empty).Distinct(),
    ];
}
