using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Shared;

namespace Approvals.Web.Features.Messages;

/// <summary>消息.</summary>
/// <param name="Total">On all pages together, as is <paramref name="Unread"/>.</param>
/// <param name="Newest">Of all pages; what is marked as read ends there.</param>
/// <param name="Paging">Null where one page holds them all.</param>
public sealed record MessagesView(ImmutableArray<MessageLine> Lines, int Total, int Unread, long Newest, Paging? Paging);

/// <summary>One message in words.</summary>
/// <param name="Kind">催办.</param>
/// <param name="About">The case, or the room where what it tells is found; null where the reader may not see the case.</param>
/// <param name="At">In the unit's zone.</param>
public sealed record MessageLine(string Kind, Link? About, string Sentence, DateTimeOffset At, bool IsNew);
