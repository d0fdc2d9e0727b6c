using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Errors;

/// <summary>One clear sentence and what to do. <see cref="Texts.Errors.For"/> makes it from the status.</summary>
/// <param name="Reference">What to tell the office when asking; null where nobody need ask.</param>
public sealed record ErrorView(int Status, string Sentence, string WhatToDo, Link Way, string? Reference);
