import { type Example, json } from './example.ts';

/** Appointments of each hospital: where each came from, what can be done with it, and doing it. */
export const appointments: readonly Example[] = [
  {
    query: `# Coming appointments, the next one first. For
# more, put the endCursor of pageInfo of a trust
# into "after". What two systems told is one
# appointment; where they differ, both values show.
query Appointments($from: DateTime, $after: String) {
  me {
    records {
      trust {
        name
      }
      appointments(first: 10, from: $from, after: $after, order: OLDEST_FIRST) {
        nodes {
          id
          startsAt
          status
          mode
          specialty
          preparation
          clinician {
            name
          }
          location {
            name
            address
          }
          calendarFile {
            url
          }
          sources {
            source {
              name
            }
            changedAt
          }
          disagreements {
            field
            values {
              source {
                name
              }
              value
              at
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
`,
    variables: json({ from: new Date().toISOString().slice(0, 10).concat('T00:00:00Z'), after: null }),
  },
  {
    query: `# What you can do with each appointment, what it
# would bring about and what stands in the way.
# An appointment implements what its trust offers,
# and nothing else. Copy the ids of the record,
# the appointment and (to move it) a slot, and the
# token, into one of the next three tabs. To move
# it, run this again with the slot's id first.
query WhatIf($from: DateTime, $slot: ID) {
  me {
    records {
      id
      trust {
        key
      }
      appointments(first: 10, from: $from, order: OLDEST_FIRST, statuses: [BOOKED]) {
        nodes {
          id
          startsAt
          specialty
          ... on Cancellable {
            cancelPreview {
              ...Told
            }
          }
          ... on Reschedulable {
            reschedulesLeft
            reschedulePreview(slot: $slot) {
              ...Told
            }
            slots(first: 5) {
              nodes {
                id
                startsAt
                placesLeft
              }
            }
          }
          ... on Acceptable {
            acceptedAt
            acceptPreview {
              ...Told
            }
          }
          ... on RebookingRequestable {
            rebookingPreview {
              ...Told
            }
          }
          ... on CancellationRequestable {
            cancellationRequestPreview {
              ...Told
            }
          }
        }
      }
    }
  }
}

fragment Told on Preview {
  possible
  token
  facts {
    kind
    words
    rule
  }
}
`,
    variables: json({ from: new Date().toISOString().slice(0, 10).concat('T00:00:00Z'), slot: null }),
  },
  {
    verb: 'cancelAppointment',
    query: `# Cancel it. "preview" is the token of
# cancelPreview: what it told must still be so.
# Run it twice: the same key is one request. For
# another one count the key up.
mutation CancelAppointment($input: CancelAppointmentInput!) {
  TRUST {
    cancelAppointment(input: $input) {
      ...Changed
    }
  }
}
${changed()}`,
    variables: json({ input: { record: '', appointment: '', preview: '', idempotencyKey: 'playground-1' } }),
  },
  {
    verb: 'rescheduleAppointment',
    query: `# Move it to a free slot. "preview" is the token
# of reschedulePreview(slot) for that slot. Who
# comes too late is told the next free ones, and
# keeps the appointment.
mutation RescheduleAppointment($input: RescheduleAppointmentInput!) {
  TRUST {
    rescheduleAppointment(input: $input) {
      ...Changed
      nextFree {
        id
        startsAt
      }
    }
  }
}
${changed()}`,
    variables: json({ input: { record: '', appointment: '', slot: '', preview: '', idempotencyKey: 'playground-1' } }),
  },
  {
    verb: 'acceptAppointment',
    query: `# Say that you will come. "preview" is the token
# of acceptPreview. requestRebooking and
# requestCancellation take the same input, with
# the tokens of their own previews.
mutation AcceptAppointment($input: AcceptAppointmentInput!) {
  TRUST {
    acceptAppointment(input: $input) {
      ...Changed
    }
  }
}
${changed()}`,
    variables: json({ input: { record: '', appointment: '', preview: '', idempotencyKey: 'playground-1' } }),
  },
];

function changed(): string {
  return `
fragment Changed on AppointmentPayload {
  appointment {
    startsAt
    status
  }
  userErrors {
    code
    message
    field
  }
  preview {
    facts {
      kind
      words
    }
  }
}
`;
}

/** All hospitals in one list, and a calendar that follows it. */
export const acrossHospitals: readonly Example[] = [
  {
    query: `# All hospitals in one list by date, and what
# cannot both be kept. The same booking at two
# hospitals is one entry with two sources, and
# sourcesDiffer is about these two (two systems
# of one trust: disagreements in Appointments).
# A hospital that does not answer is named.
query AcrossHospitals {
  me {
    timeline(first: 20) {
      totalCount
      missing {
        name
      }
      nodes {
        title
        status
        startsAt
        place
        sourcesDiffer
        sources {
          source {
            name
          }
          startsAt
        }
      }
    }
    clashes {
      clashes {
        kind
        words
      }
    }
  }
}
`,
  },
  {
    query: `# A private link for a calendar: put the gateway's
# address before the url and let a calendar follow
# it. It tells the time and the hospital only, and
# works until revokeCalendarFeed takes it back. The
# url is told once; count the key up to make
# another.
mutation CreateCalendarFeed($input: CreateCalendarFeedInput!) {
  createCalendarFeed(input: $input) {
    feed {
      id
      name
    }
    url
    userErrors {
      message
    }
  }
}
`,
    variables: json({ input: { name: 'My phone', idempotencyKey: 'playground-1' } }),
  },
];
