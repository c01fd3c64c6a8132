import type { QueryPlan, PlanNode, SubscriptionNode } from '@apollo/query-planner';

type Node = PlanNode | SubscriptionNode | undefined;

/** Whether a plan has a fetch from this service. */
export function planAsks(plan: QueryPlan | undefined, service: string): boolean {
  return nodeAsks(plan?.node, service);
}

function nodeAsks(node: Node, service: string): boolean {
  switch (node?.kind) {
    case 'Fetch':
      return node.serviceName === service;
    case 'Flatten':
      return nodeAsks(node.node, service);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.some((inner) => nodeAsks(inner, service));
    case 'Condition':
      return nodeAsks(node.ifClause, service) || nodeAsks(node.elseClause, service);
    default:
      return false; // deferred parts and subscriptions are not served
  }
}
